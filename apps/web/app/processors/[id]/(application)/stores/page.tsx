import { StoreList } from '../../../../../features/processor/store-list.tsx';

export default async function ApplicationStoresPage({ params }: PageProps<'/processors/[id]/stores'>) {
  return <StoreList application={decodeURIComponent((await params).id)} />;
}
