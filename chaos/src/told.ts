/** An answer a client got: a promise. */
export interface Answer {
  attemptId: string;
  memberId: number;
  codeId: number;
  outcome: string;
  points: number | null;
  balance: number | null;
  claimedAt: string | null;
}

/** What clients were told, and what they asked for; kept outside of everything that can be killed. */
export interface Told {
  asked: (attempt: { attemptId: string; memberId: number; codeId: number }) => void;
  answered: (answer: Answer) => void;
  /** An attempt that was given up: nobody knows what came of it. */
  gaveUp: () => void;
  /** An attempt that was told it won, to ask it again. */
  someWinner: (choose: (below: number) => number) => Answer | undefined;
  /** Asked attempts by code: who may have won it. */
  attemptsByCode: Map<number, { attemptId: string; memberId: number }[]>;
  /** By attempt: the answer that said it won. */
  winners: Map<string, Answer>;
  /** Answers that said somebody had won already. */
  losers: Answer[];
  counts: Map<string, number>;
  unanswered: () => number;
  /** Answers that contradict an earlier answer to the same attempt. */
  contradictions: string[];
}

export function createTold(): Told {
  const attemptsByCode = new Map<number, { attemptId: string; memberId: number }[]>();
  const winners = new Map<string, Answer>();
  const winnerList: Answer[] = [];
  const losers: Answer[] = [];
  const counts = new Map<string, number>();
  const contradictions: string[] = [];
  let givenUp = 0;

  function answered(answer: Answer): void {
    counts.set(answer.outcome, (counts.get(answer.outcome) ?? 0) + 1);
    const won = winners.get(answer.attemptId);
    if (answer.outcome === 'awarded') {
      if (!won) {
        winners.set(answer.attemptId, answer);
        winnerList.push(answer);
      } else if (won.points !== answer.points || won.claimedAt !== answer.claimedAt) {
        contradictions.push(
          `attempt ${answer.attemptId}: ${won.points} points, then ${answer.points}`,
        );
      }
      return;
    }
    if (won) contradictions.push(`attempt ${answer.attemptId}: awarded, then ${answer.outcome}`);
    if (answer.outcome === 'claimedByAnother' || answer.outcome === 'alreadyYours') {
      losers.push(answer);
    }
  }

  return {
    asked: ({ attemptId, memberId, codeId }) => {
      const attempts = attemptsByCode.get(codeId) ?? [];
      if (attempts.some((attempt) => attempt.attemptId === attemptId)) return;
      attempts.push({ attemptId, memberId });
      attemptsByCode.set(codeId, attempts);
    },
    answered,
    gaveUp: () => {
      givenUp += 1;
    },
    someWinner: (choose) => winnerList[choose(winnerList.length)],
    attemptsByCode,
    winners,
    losers,
    counts,
    unanswered: () => givenUp,
    contradictions,
  };
}
