import type { WechatCheckName } from '@mashang/contract';
import { tellError } from '../../shared/texts.ts';
import type { Texts } from '../../shared/texts.ts';
import { stateOf } from './check-run.ts';
import type { CheckProgress } from './check-run.ts';

interface ReportInput {
  account: string;
  checks: readonly WechatCheckName[];
  progress: ReadonlyMap<WechatCheckName, CheckProgress>;
  words: Texts['wechatChecks'];
  tellMoment: (moment: string) => string;
}

/** The results in plain text, for a colleague who clicks on the platform or mends a proxy. */
export function writeReport({ account, checks, progress, words, tellMoment }: ReportInput): string {
  const parts = checks.map((check) => {
    const known = progress.get(check);
    const lines = [`[${words.states[stateOf(known)]}] ${words.names[check]}`];
    if (known?.failure) lines.push(`  ${words.unanswered(tellError(known.failure))}`);
    const { seen = '', steps = [], checkedAt = '' } = known?.result ?? {};
    if (seen) lines.push(`  ${words.seen(seen)}`);
    if (steps.length > 0) lines.push(`  ${words.stepsFollow}`);
    lines.push(...steps.map((step, index) => `    ${index + 1}. ${step}`));
    if (checkedAt) lines.push(`  ${words.checkedAt(tellMoment(checkedAt))}`);
    return lines.join('\n');
  });
  return [`${words.reportTitle} · ${account}`, ...parts].join('\n\n') + '\n';
}
