import type { Metadata } from 'next';
import { TopicList } from '../../features/topic/topic-list.tsx';

export const metadata: Metadata = { title: 'Topics' };

export default function TopicsPage() {
  return <TopicList />;
}
