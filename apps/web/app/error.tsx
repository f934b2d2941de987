'use client';

import { PageFailed } from '../features/frame/page-failed.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <PageFailed error={error} onRetry={reset} />;
}
