// Makes the topic "jobs" with six partitions where there is none, and then a job every 100 ms until it is stopped.
const url = process.env.MILLRACE_API_URL ?? 'http://127.0.0.1:4000/graphql';

async function call(query: string, input: unknown): Promise<string | undefined> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables: { input } }) });
  const { errors } = (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] };
  if (errors && errors[0]?.extensions.code !== 'TOPIC_ALREADY_EXISTS') throw new Error(errors[0]?.message);
  return errors?.[0]?.extensions.code;
}

await call('mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }', {
  name: 'jobs',
  partitionCount: 6,
});
for (let job = 1; ; job++) {
  const record = { key: `customer ${job % 50}`, value: { job } };
  await call('mutation ($input: ProduceInput!) { produce(input: $input) { records { offset } } }', {
    topic: 'jobs',
    records: [record],
  });
  if (job % 100 === 0) console.log(`${job} jobs`);
  await new Promise((resolve) => setTimeout(resolve, 100));
}
