import { TopicConsumers } from '../../../../features/group/topic-consumers.tsx';

export default async function ConsumersPage({ params }: PageProps<'/topics/[name]/consumers'>) {
  return <TopicConsumers topic={decodeURIComponent((await params).name)} />;
}
