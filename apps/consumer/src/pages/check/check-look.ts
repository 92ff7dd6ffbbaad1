import type { AuthenticityCheck } from '@mashang/contract';

/** How the answer to a check looks. Green only where nothing speaks against the product. */
export function checkLookOf(answer: AuthenticityCheck) {
  if (answer.outcome === 'lockedOut') return { tone: 'calm', icon: 'lock' } as const;
  if (answer.outcome === 'notOurs') return { tone: 'warn', icon: 'question' } as const;
  if (answer.authenticity.verdict === 'many') return { tone: 'warn', icon: 'warning' } as const;
  if (answer.state === 'activated') return { tone: 'good', icon: 'shield' } as const;
  return { tone: 'calm', icon: answer.state === 'notActivated' ? 'clock' : 'lock' } as const;
}
