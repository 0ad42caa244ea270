import type { FaultCode } from '../data/ask';
import { wordsOf } from '../words/language';

/** What each code of an error means to a reader; the service's own words, which are English, stand below. */
export const useFaultWords = wordsOf(
  {
    INVALID: 'Something in the question is not as the service expects it.',
    NOT_FOUND: 'What was asked for is not in the record.',
    CONFLICT: 'The record was changed meanwhile. Read it again, then try again.',
    TOO_LARGE: 'The question is too large. Ask for less: fewer actors, fewer steps, a shorter time.',
    UNAVAILABLE: 'The service is not ready just now. Try again in a moment.',
    TIMEOUT: 'The answer took too long. Ask for less, or try again.',
    CANCELED: 'The question was called off before it was answered.',
    INTERNAL: 'The service made an error. Its number helps whoever runs it to find out why.',
    UNAUTHENTICATED: 'The service asks for a key, or refuses the one that was given.',
    FORBIDDEN: 'This key may not do that.',
    AWAY: 'The service does not answer.',
  } satisfies Record<FaultCode, string>,
  {
    INVALID: 'Quelque chose dans la demande n’est pas comme le service l’attend.',
    NOT_FOUND: 'Ce qui est demandé n’est pas dans le registre.',
    CONFLICT: 'Le registre a changé entre-temps. Relisez-le, puis réessayez.',
    TOO_LARGE: 'La demande est trop grande. Demandez moins : moins d’acteurs, moins de pas, un temps plus court.',
    UNAVAILABLE: 'Le service n’est pas prêt en ce moment. Réessayez dans un instant.',
    TIMEOUT: 'La réponse a pris trop de temps. Demandez moins, ou réessayez.',
    CANCELED: 'La demande a été abandonnée avant d’avoir sa réponse.',
    INTERNAL: 'Le service a commis une erreur. Son numéro aide qui le fait tourner à trouver pourquoi.',
    UNAUTHENTICATED: 'Le service demande une clé, ou refuse celle qui a été donnée.',
    FORBIDDEN: 'Cette clé ne permet pas cela.',
    AWAY: 'Le service ne répond pas.',
  },
);
