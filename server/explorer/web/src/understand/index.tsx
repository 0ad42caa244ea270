import type { UnderstandProps } from './props';

/** The answer to a question. */
export function Understand({ question }: UnderstandProps) {
  return <p>{question.ask}</p>;
}
