import { shallowRef } from 'vue';

export interface Question {
  title: string;
  text: string;
  confirmLabel: string;
  isDangerous?: boolean;
  /** A word that has to be typed before the answer can be yes. */
  word?: string;
}

/** The question on screen; ConfirmDialog in app.vue shows it. */
export const openQuestion = shallowRef<(Question & { answer: (yes: boolean) => void }) | null>(
  null,
);

/** Asks before something that matters. Resolves to false when dismissed or replaced. */
export function askConfirm(question: Question): Promise<boolean> {
  openQuestion.value?.answer(false);
  return new Promise((resolve) => {
    openQuestion.value = {
      ...question,
      answer: (yes) => {
        openQuestion.value = null;
        resolve(yes);
      },
    };
  });
}
