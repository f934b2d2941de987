import type { Engine } from '@millrace/engine';
import { type Application, applicationNotFound, describeApplication } from '@millrace/streams-rx';

/** The application of that name, or APPLICATION_NOT_FOUND. */
export async function requireApplication(engine: Engine, id: string): Promise<Application> {
  const application = await describeApplication(engine, id);
  if (application) return application;
  throw applicationNotFound(id);
}
