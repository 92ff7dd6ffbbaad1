import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const modulesDir = path.join(root, 'apps/server/src/modules');

/** Who may know whom, as docs/architecture.md says. */
const mayUse: Record<string, string[]> = {
  codes: [],
  products: [],
  members: ['sms'],
  points: [],
  sms: [],
  staff: [],
  wechat: [],
  statistics: [],
  pictures: [],
  gifts: [],
  notices: [],
  settings: ['sms'],
  appeals: ['codes', 'members', 'notices', 'pictures', 'points'],
  guards: [],
  campaigns: [],
  scans: ['campaigns', 'codes', 'guards', 'members', 'points', 'products', 'statistics'],
  redemptions: ['gifts', 'members', 'notices', 'points'],
};

const mayUsePackage: Record<string, string[]> = {
  '@mashang/code-cipher': ['codes', 'scans', 'wechat'],
  '@mashang/wechat': ['wechat'],
};

const ownTables: Record<string, string[]> = {
  codes: [
    'code_batch',
    'code_range',
    'code_event',
    'code_delivery',
    'code_mark',
    'code_download',
    'imported_code',
    'code_import',
    'code_import_rejection',
  ],
  products: ['product'],
  members: [
    'member',
    'member_identity',
    'member_identity_former',
    'scan_sign_in',
    'member_session',
    'member_address',
    'member_import',
    'member_import_row',
    'consent',
  ],
  points: ['points_account', 'points_entry', 'points_adjustment'],
  sms: ['sms_code', 'sms_message', 'sms_spending'],
  staff: ['staff', 'staff_session', 'staff_setup', 'audit_log'],
  wechat: [
    ...['wechat_credential', 'wechat_credential_lease', 'oauth_state', 'wechat_message'],
    ...['wechat_follower', 'wechat_revocation', 'wechat_account_fact', 'wechat_poster'],
  ],
  statistics: ['claim_rollup', 'claim_rollup_delta', 'batch_rollup', 'day_rollup', 'member_rollup'],
  pictures: ['picture', 'picture_variant'],
  gifts: ['gift', 'gift_stock_movement'],
  redemptions: ['redemption', 'redemption_event'],
  notices: ['notice', 'notice_delivery', 'notice_refusal', 'notice_subscription'],
  settings: ['setting'],
  appeals: ['appeal', 'appeal_event', 'appeal_member', 'appeal_grant_day', 'appeal_picture'],
  guards: ['guard_member', 'guard_subject', 'blacklist', 'guard_allowance', 'alarm'],
  campaigns: ['campaign', 'campaign_spending', 'campaign_use'],
  scans: ['claim', 'scan_log', 'scanned_code'],
};

interface SourceFile {
  module: string;
  file: string;
  text: string;
  imports: string[];
}

function read(pattern: string): { file: string; text: string; imports: string[] }[] {
  return globSync(pattern, { cwd: root }).map((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const imports = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((m) => m[1] ?? '');
    return { file, text, imports };
  });
}

const sources: SourceFile[] = read('apps/server/src/modules/*/**/*.ts')
  .filter(({ file }) => !file.endsWith('.test.ts') && !/(?:-bench|\.test-support)\.ts$/.test(file))
  .map((source) => ({ ...source, module: source.file.split('/')[4] ?? '' }));

describe('the modules of the server', () => {
  test('are those of the table, and all of them', () => {
    expect([...new Set(sources.map(({ module }) => module))].sort()).toEqual(
      Object.keys(mayUse).sort(),
    );
  });

  test('meet only at index.ts and only as the table allows', () => {
    const wrong = sources.flatMap(({ module, file, imports }) =>
      imports.flatMap((imported) => {
        const target = path.relative(modulesDir, path.resolve(root, path.dirname(file), imported));
        const [other = '', rest] = target.split('/', 2);
        if (!imported.startsWith('.') || target.startsWith('..') || other === module) return [];
        const allowed = (mayUse[module] ?? []).includes(other) && rest === 'index.ts';
        return allowed ? [] : [`${file} → ${imported}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('use our packages only where they are meant to be used', () => {
    const wrong = sources.flatMap(({ module, file, imports }) =>
      imports
        .filter((imported) => mayUsePackage[imported]?.includes(module) === false)
        .map((imported) => `${file} → ${imported}`),
    );
    expect(wrong).toEqual([]);
  });

  test('touch their own tables only', () => {
    const camel = (name: string) => name.replace(/_(\w)/g, (_all, c: string) => c.toUpperCase());
    const wrong = sources.flatMap(({ module, file, text }) =>
      Object.entries(ownTables)
        .filter(([owner]) => owner !== module)
        .flatMap(([, tables]) => tables)
        .filter((table) => {
          const kysely = new RegExp(
            `(?:selectFrom|insertInto|updateTable|deleteFrom|[jJ]oin)\\('${camel(table)}[ ']`,
          );
          const plain = new RegExp(`\\b(?:from|into|update|join)\\s+${table}\\b(?!_)`);
          return kysely.test(text) || plain.test(text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, ''));
        })
        .map((table) => `${file} touches ${table}`),
    );
    expect(wrong).toEqual([]);
  });
});

test('platform knows no module, and packages know no app', () => {
  const wrong = [
    ...read('apps/server/src/platform/**/*.ts').filter(({ imports }) =>
      imports.some((imported) => imported.includes('/modules/')),
    ),
    ...read('packages/*/src/**/*.ts').filter(({ imports }) =>
      imports.some((imported) => /apps\/|@mashang\/(?:server|consumer|console)/.test(imported)),
    ),
  ].map(({ file }) => file);
  expect(wrong).toEqual([]);
});

test('the web apps import only types of the contract, its lists of regions and how a GTIN reads', () => {
  const sources = read('apps/{consumer,console}/src/**/*.{ts,vue}').filter(
    // Tests are in no bundle.
    ({ file }) => !file.endsWith('.test.ts'),
  );
  const wrong = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/^import ([^;]*?)from '(@mashang\/[^']+)'/gm)]
      .filter(
        ([, names, name]) =>
          !/^@mashang\/contract\/(?:region(?:s|-tree)|gtin)$/.test(name ?? '') &&
          !names?.startsWith('type '),
      )
      .map(([line]) => `${file}: ${line}`),
  );
  expect(wrong).toEqual([]);
});

test('every path a document names exists', () => {
  const documents = [
    'README.md',
    'README.zh-CN.md',
    'CONTRIBUTING.md',
    ...globSync('docs/**/*.md', { cwd: root }),
  ];
  const missing = documents.flatMap((document) => {
    const text = readFileSync(path.join(root, document), 'utf8');
    const inCode = [...text.matchAll(/`((?:apps|packages|docs|scripts|e2e|bench)\/[\w./-]+)`/g)];
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)];
    return [
      ...inCode.map((match) => match[1] ?? ''),
      ...links.map((match) => path.join(path.dirname(document), match[1] ?? '')),
    ]
      .filter((named) => !existsSync(path.join(root, named)))
      .map((named) => `${document}: ${named}`);
  });
  expect(missing).toEqual([]);
});

test('docs/features.md names every row the client asked for, by tests that exist', () => {
  const text = readFileSync(path.join(root, 'docs/features.md'), 'utf8');
  const rows = [...text.matchAll(/^\| ([SB]\d+) +\| .*? \| `([^`]+)` › (.+?) +\| (?:!\[|– )/gm)];
  const asked = rows.map(([, row = '']) => row).filter((row) => row.startsWith('S'));
  expect(asked).toEqual(Array.from({ length: 21 }, (_row, n) => `S${n + 1}`));
  expect(rows.length).toBeGreaterThan(asked.length);
  const missing = rows.filter(
    ([, , file = '', title = '']) =>
      !readFileSync(path.join(root, file), 'utf8').includes(`'${title}'`),
  );
  expect(missing.map(([, row]) => row)).toEqual([]);
});
