import { PageNotFound } from '../features/frame/page-not-found.tsx';

export default function NotFound() {
  return <PageNotFound />;
}
