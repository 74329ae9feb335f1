import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Manifest, ROOT } from '../manifest.ts';

const MISSING = `Terraform is not on the PATH. This check needs version 1.11 or newer:
  macOS     brew install hashicorp/tap/terraform
  Linux     https://developer.hashicorp.com/terraform/install`;

/** Folders that administrators put a mirror of the providers under, for machines that cannot fetch them. */
const MIRROR_PARENTS = ['/opt', '/usr/local/share', join(homedir(), '.terraform.d')];

const children = (folder: string): string[] => {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
};

const findMirror = (): string | undefined =>
  [process.env['TF_PLUGIN_MIRROR'] ?? '', ...MIRROR_PARENTS.flatMap(children)].find((folder) =>
    existsSync(join(folder, 'registry.terraform.io', 'hashicorp', 'aws')),
  );

/** Where a mirror is on this machine, providers come from there, and otherwise from their registry. */
const cliConfiguration = (mirror: string | undefined): string =>
  mirror
    ? `disable_checkpoint = true
provider_installation {
  filesystem_mirror { path = ${JSON.stringify(mirror)} }
  direct { exclude = ["registry.terraform.io/hashicorp/*"] }
}
`
    : 'disable_checkpoint = true\n';

/** Prints how to get Terraform and ends the process, where it is not there. */
const requireTerraform = (): void => {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
  } catch {
    console.error(MISSING);
    process.exit(1);
  }
};

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** A copy of `terraform/` beside a manifest and the state machines, whose state is a file that goes away with it. */
export interface Workspace {
  /** For files of the check's own. */
  readonly folder: string;
  readonly artifacts: string;
  /** Runs Terraform there, with `env` beside the process's own, and says how it ended. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome>;
  remove(): void;
}

export const openWorkspace = (manifest: Manifest): Workspace => {
  requireTerraform();
  const folder = mkdtempSync(join(tmpdir(), 'pd-lite-terraform-'));
  const module = join(folder, 'terraform');
  // Its own state is somewhere in S3 and takes a while: here it is a file.
  cpSync(join(ROOT, 'terraform'), module, {
    recursive: true,
    filter: (path) => !/[\\/](backend\.tf|\.terraform|.*\.tfstate.*)$/.test(path),
  });
  for (const name of ['statemachines', 'dashboard']) symlinkSync(join(ROOT, name), join(folder, name));
  mkdirSync(join(folder, 'functions'));
  writeFileSync(join(folder, 'functions', 'manifest.json'), JSON.stringify(manifest));
  const configuration = join(folder, 'terraform.rc');
  writeFileSync(configuration, cliConfiguration(findMirror()));
  const artifacts = join(folder, 'artifacts');
  mkdirSync(artifacts);
  const base = {
    ...process.env,
    TF_CLI_CONFIG_FILE: configuration,
    TF_IN_AUTOMATION: '1',
    TF_VAR_artifacts: artifacts,
    CHECKPOINT_DISABLE: '1',
    // Terraform copies all of its state for each resource that it makes: much to collect, and little of it at a time.
    GOGC: '800',
  };
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    new Promise<Outcome>((resolve, reject) => {
      const child = spawn('terraform', args, { cwd: module, env: { ...base, ...env } });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text) => (output += text));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? 1, output }));
    });
  return { folder, artifacts, run, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
