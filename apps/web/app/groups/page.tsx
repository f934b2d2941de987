import type { Metadata } from 'next';
import { GroupList } from '../../features/group/group-list.tsx';

export const metadata: Metadata = { title: 'Consumer groups' };

export default function GroupsPage() {
  return <GroupList />;
}
