import type { Metadata } from 'next';
import { GroupPage } from '../../../features/group/group-page.tsx';

export async function generateMetadata({ params }: PageProps<'/groups/[group]'>): Promise<Metadata> {
  return { title: decodeURIComponent((await params).group) };
}

export default async function OneGroupPage({ params }: PageProps<'/groups/[group]'>) {
  return <GroupPage group={decodeURIComponent((await params).group)} />;
}
