import { ErrorList } from '../../../../../features/processor/error-list.tsx';

export default async function ApplicationErrorsPage({ params }: PageProps<'/processors/[id]/errors'>) {
  return <ErrorList application={decodeURIComponent((await params).id)} />;
}
