import { TopicStatistics } from '../../../../features/statistics/topic-statistics.tsx';

export default async function StatisticsPage({ params }: PageProps<'/topics/[name]/statistics'>) {
  return <TopicStatistics topic={decodeURIComponent((await params).name)} />;
}
