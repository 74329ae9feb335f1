/** `npm run gameday`: takes a region away in the middle of an escalation and measures how long nobody is paged. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { cloudStage, startCommands, stopCommands } from './gameday/cloud.ts';
import { laptopStage } from './gameday/laptop.ts';
import { readableRecord } from './gameday/record.ts';
import { runGameday, type Stage } from './gameday/run.ts';
import { readManifest } from './manifest.ts';

const HELP = `npm run gameday                      two regions on this machine, a minute or two
npm run gameday -- --speed 60        the same, faster and less exact
npm run gameday -- --url https://pager.example.com --primary us-east-1 --secondary us-west-2
                                     real regions, with PD_TOKEN (an API token) and PD_KEY (an integration key);
                                     it pages real people, and prints what to do to the region: docs/runbook.md

npm run gameday -- --commands --primary us-east-1
                                     prints how to stop every function of a region, and how to undo that

--out <folder>                       where the record goes (.pd-lite/gamedays)`;

const { values } = parseArgs({
  options: {
    primary: { type: 'string', default: 'us-east-1' },
    secondary: { type: 'string', default: 'us-west-2' },
    speed: { type: 'string', default: '10' },
    url: { type: 'string' },
    commands: { type: 'boolean', default: false },
    out: { type: 'string', default: '.pd-lite/gamedays' },
    help: { type: 'boolean', default: false },
  },
});

const confirm = async (question: string): Promise<void> => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [yes/no] `);
  terminal.close();
  if (answer.trim() !== 'yes') throw new Error('stopped: the answer was not yes');
};

const realStage = async (url: string): Promise<Stage> => {
  const { PD_TOKEN: token, PD_KEY: key } = process.env;
  if (!token || !key) throw new Error('PD_TOKEN and PD_KEY must be set: an API token and an integration key');
  const { primary, secondary } = values;
  return cloudStage({ primary, secondary, url, token, key, manifest: await readManifest(), say: console.log, confirm });
};

const printCommands = async (primary: string): Promise<void> => {
  const manifest = await readManifest();
  console.log(`# To stop ${primary}:\n${stopCommands({ manifest, primary })}\n`);
  console.log(`# To undo it:\n${startCommands({ manifest, primary })}\n# and then: npm run deploy`);
};

const main = async (): Promise<void> => {
  if (values.help) return void console.log(HELP);
  const { url, primary, secondary } = values;
  if (values.commands) return printCommands(primary);
  const speed = Number(values.speed);
  if (!(speed > 0)) throw new Error(`--speed must be a number above 0, not "${values.speed}"`);
  const stage = url ? await realStage(url) : await laptopStage(primary, secondary, speed);
  const record = await runGameday(stage, (text) => console.log(text));
  const out = resolve(values.out);
  await mkdir(out, { recursive: true });
  const name = join(out, record.alertAt.replaceAll(':', '-').replace(/\.\d+Z$/, 'Z'));
  await writeFile(`${name}.json`, `${JSON.stringify(record, null, 2)}\n`);
  await writeFile(`${name}.md`, readableRecord(record));
  console.log(`\n${readableRecord(record)}\n${name}.json, ${name}.md`);
  if (!record.withinLimit || record.pagesAfterAnswer > 0) process.exitCode = 1;
};

main().catch((error: Error) => {
  console.error(`The game day ended early: ${error.message}`);
  process.exitCode = 1;
});
