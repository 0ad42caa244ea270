import type { Language } from '../state/state';
import { useLanguage } from '../words/language';

/** The questions that are computed. */
export type Method = 'paths' | 'influence' | 'alliances' | 'obligations' | 'blocs' | 'balance' | 'centrality' | 'difference' | 'scenario';

/** How each is computed, in a few sentences; docs/methods.md says it in full. */
const en: Record<Method, readonly string[]> = {
  paths: [
    'A path passes no actor twice. Parallel relations make one step, which scores the greatest |weight| × confidence among them; a path scores the product of its steps.',
    'Hops: the fewest steps first. Strength: the greatest score first. Time: by relations in the order of time, no step before the one before it, the earliest arrival first.',
    'It does not say that anything travelled along the path. Hostile relations are followed too, unless the filter of signs leaves them out.',
  ],
  influence: [
    'A relation carries p = leverage × intensity × confidence × recency from one end to the other. Leverage says what one side can withhold or inflict: an analyst’s first guess for each kind. Parallel relations give P = 1 − ∏(1 − p).',
    'Best path: the greatest product of P along a path, halved for each step after the first. Katz: the sum over all walks, an index that may exceed 1. An act counts half for every 180 days that have passed.',
    'The orange part of a bar is the share that comes from hostile relations: coercion rather than persuasion. It is no measurement and no forecast.',
  ],
  alliances: [
    'Bound are two actors by a pact of the two, or as parties to the same treaty, if it is in force on the day. Being a member of an organization alone binds nobody. A chain leads over such bonds.',
  ],
  obligations: [
    'Only what is in force on the day binds; a suspended party stays bound and is marked. An organization that attacks stands for its members of that day. Pledges are listed, and bind nobody.',
    'It reads what is recorded of a treaty, not its text: exceptions and procedures are in the text.',
  ],
  blocs: [
    'By the net of each two actors: tanh of the sum of weight × intensity × confidence × recency over their relations in both directions. From 0.05 two are friendly, from −0.05 hostile.',
    'Least frustration: into two, so that as few dyads as possible are hostile inside a bloc or friendly between the two (Harary 1959). Communities: so that friendly dyads lie within more than chance would put there (Louvain).',
  ],
  balance: [
    'Three actors, each two of whom are friendly or hostile, are balanced if the product of the three signs is positive: the friend of a friend is a friend, the enemy of an enemy is a friend (Heider 1946; Cartwright, Harary 1956).',
    'A strained triad is one that is not. That such triads change is a hypothesis; all hostile may be stable in fact.',
  ],
  centrality: [
    'Over the friendly dyads, each an edge with weight |net|. Degree and betweenness are unweighted; PageRank and eigenvector follow the weights.',
    'The record covers one region closely: who is central here is central in this record.',
  ],
  difference: [
    'Began and ended: relations that hold on one side alone. Grew and cooled: two actors whose net, nothing faded, moved by at least 0.05.',
  ],
  scenario: [
    'A scenario lays additions and retractions over the record and never changes it. Each question is asked twice, with it and without it, and the answers are compared.',
  ],
};

const fr: Record<Method, readonly string[]> = {
  paths: [
    'Un chemin ne passe pas deux fois par un acteur. Des relations parallèles font un pas, qui vaut le plus grand |poids| × confiance parmi elles ; un chemin vaut le produit de ses pas.',
    'Pas : le moins de pas d’abord. Force : le plus grand produit d’abord. Temps : par des relations dans l’ordre du temps, aucun pas avant le précédent, l’arrivée la plus tôt d’abord.',
    'Cela ne dit pas que quelque chose ait suivi ce chemin. Les relations hostiles sont suivies aussi, à moins que le filtre des signes ne les écarte.',
  ],
  influence: [
    'Une relation porte p = levier × intensité × confiance × fraîcheur d’un bout à l’autre. Le levier dit ce qu’un côté peut refuser ou infliger : une première estimation d’analyste pour chaque type. Des relations parallèles donnent P = 1 − ∏(1 − p).',
    'Meilleur chemin : le plus grand produit des P le long d’un chemin, divisé par deux à chaque pas après le premier. Katz : la somme sur toutes les marches, un indice qui peut dépasser 1. Un acte compte moitié moins tous les 180 jours.',
    'La partie orange d’une barre est la part qui vient de relations hostiles : la contrainte plutôt que la persuasion. Ce n’est ni une mesure ni une prévision.',
  ],
  alliances: [
    'Deux acteurs sont liés par un pacte à deux, ou comme parties au même traité, s’il est en vigueur ce jour-là. Être membre d’une organisation ne lie à soi seul personne. Une chaîne passe par de tels liens.',
  ],
  obligations: [
    'Seul ce qui est en vigueur ce jour-là oblige ; une partie suspendue reste obligée et est signalée. Une organisation qui attaque vaut pour ses membres de ce jour. Les promesses sont listées, et n’obligent personne.',
    'On lit ce qui est enregistré d’un traité, non son texte : exceptions et procédures sont dans le texte.',
  ],
  blocs: [
    'Selon le solde de chaque paire : tanh de la somme de poids × intensité × confiance × fraîcheur sur leurs relations dans les deux sens. À partir de 0,05 deux acteurs sont amis, à partir de −0,05 hostiles.',
    'Moindre frustration : en deux, de sorte que le moins possible de paires soient hostiles dans un bloc ou amies entre les deux (Harary 1959). Communautés : de sorte que les paires amies soient plus souvent à l’intérieur que le hasard ne le voudrait (Louvain).',
  ],
  balance: [
    'Trois acteurs, dont deux à deux sont amis ou hostiles, sont en équilibre si le produit des trois signes est positif : l’ami d’un ami est un ami, l’ennemi d’un ennemi est un ami (Heider 1946 ; Cartwright, Harary 1956).',
    'Une triade tendue est une triade qui ne l’est pas. Que de telles triades changent est une hypothèse ; toutes hostiles peuvent être stables de fait.',
  ],
  centrality: [
    'Sur les paires amies, chacune une arête de poids |solde|. Degré et intermédiarité sont sans poids ; PageRank et vecteur propre suivent les poids.',
    'Le registre couvre une région de près : qui est central ici l’est dans ce registre.',
  ],
  difference: [
    'Commencé et terminé : des relations qui n’ont cours que d’un côté. Rapprochés et refroidis : deux acteurs dont le solde, rien n’étant estompé, a bougé d’au moins 0,05.',
  ],
  scenario: [
    'Un scénario pose des ajouts et des retraits sur le registre sans jamais le changer. Chaque question est posée deux fois, avec et sans lui, et les réponses sont comparées.',
  ],
};

const all: Record<Language, Record<Method, readonly string[]>> = { en, fr };
export const useMethods = () => all[useLanguage()];
