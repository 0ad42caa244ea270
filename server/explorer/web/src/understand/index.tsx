import type { UnderstandProps } from './props';

export function Understand({ question }: UnderstandProps) {
  return <p>{question.ask}</p>;
}
