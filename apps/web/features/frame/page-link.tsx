'use client';

import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

/**
 * A link to another page of the console. What that page needs is asked for when the pointer comes to the link: asked for by
 * each link that is in view, as Next does it, it was fourteen requests of a topic's page, which its records had to wait for.
 */
export function PageLink(props: Omit<ComponentProps<typeof Link>, 'prefetch' | 'onMouseEnter'>) {
  const [near, setNear] = useState(false);
  return <Link {...props} prefetch={near ? null : false} onMouseEnter={() => setNear(true)} />;
}
