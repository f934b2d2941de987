'use client';

import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';

interface DialogProps {
  readonly opened: boolean;
}

/** A dialog whose code is loaded when it is opened for the first time: most pages are read, and nothing is opened. */
export function lazyDialog<Props extends DialogProps>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => ReactNode {
  const Dialog = lazy(async () => ({ default: opening(await load()) }));
  return function LazyDialog(props) {
    const [wanted, setWanted] = useState(false);
    if (props.opened && !wanted) setWanted(true);
    return (
      wanted && (
        <Suspense fallback={null}>
          <Dialog {...props} />
        </Suspense>
      )
    );
  };
}

/** Closed at first, so that it opens as one does that was there before: with its transition, and knowing where the focus was. */
function opening<Props extends DialogProps>(Dialog: ComponentType<Props>): ComponentType<Props> {
  return function Opening(props) {
    const [ready, setReady] = useState(false);
    useEffect(() => setReady(true), []);
    return <Dialog {...props} opened={props.opened && ready} />;
  };
}
