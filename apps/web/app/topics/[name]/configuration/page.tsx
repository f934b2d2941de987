import { TopicSettings } from '../../../../features/topic/topic-settings.tsx';

export default async function ConfigurationPage({ params }: PageProps<'/topics/[name]/configuration'>) {
  return <TopicSettings topic={decodeURIComponent((await params).name)} />;
}
