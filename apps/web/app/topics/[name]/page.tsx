import { redirect } from 'next/navigation';

export default async function TopicPage({ params }: PageProps<'/topics/[name]'>) {
  redirect(`/topics/${(await params).name}/records`);
}
