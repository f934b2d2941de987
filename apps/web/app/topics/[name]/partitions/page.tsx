import { PartitionTable } from '../../../../features/topic/partition-table.tsx';

export default async function PartitionsPage({ params }: PageProps<'/topics/[name]/partitions'>) {
  return <PartitionTable topic={decodeURIComponent((await params).name)} />;
}
