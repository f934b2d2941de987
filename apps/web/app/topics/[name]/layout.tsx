import type { Metadata } from 'next';
import { TopicFrame } from '../../../features/topic/topic-frame.tsx';

export async function generateMetadata({ params }: LayoutProps<'/topics/[name]'>): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function TopicLayout({ params, children }: LayoutProps<'/topics/[name]'>) {
  return <TopicFrame name={decodeURIComponent((await params).name)}>{children}</TopicFrame>;
}
