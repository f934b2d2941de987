import type { Metadata } from 'next';
import { ProcessorFrame } from '../../../../features/processor/processor-frame.tsx';

export async function generateMetadata({ params }: LayoutProps<'/processors/[id]'>): Promise<Metadata> {
  return { title: decodeURIComponent((await params).id) };
}

export default async function ApplicationLayout({ params, children }: LayoutProps<'/processors/[id]'>) {
  return <ProcessorFrame id={decodeURIComponent((await params).id)}>{children}</ProcessorFrame>;
}
