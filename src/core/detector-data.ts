/** What the detectors know that is data: read from the rule directory by config, handed to the inspectors as plain data. */
import type { Category, Country } from './category.ts';

/** A listed word or phrase. */
export interface TermEntry {
  readonly category: Category;
  /** finer group for explanation and damping, e.g. 'dx', 'med', 'leave'; '' when none */
  readonly group: string;
  /** 'sv', 'nb', 'nn', 'da', 'en', 'fi', 'se' or 'any' */
  readonly lang: string;
  readonly term: string;
  readonly strength: 'strong' | 'weak';
  readonly mode: 'inflect' | 'prefix' | 'phrase' | 'phrase-prefix' | 'acronym' | 'inside' | 'suffix' | 'exact';
}
/** Harmless look-alike of a term: where it matches, the term does not. */
export interface FalseFriend {
  readonly lang: string;
  /** the term it resembles; '*' for any */
  readonly term: string;
  readonly phrase: string;
}
/** A word or phrase that speaks about the text rather than being sensitive itself. */
export interface Signal {
  /** role, kin, firstperson, pronoun, name, age, caseref, decision, policy, bulk, jobad, meeting, publicrole, disclaimer, signature, quoted, unitname … */
  readonly kind: string;
  readonly lang: string;
  readonly phrase: string;
  readonly points: number;
}
/** A linear-time expression (RE2 syntax) with optional words that must stand near. */
export interface PatternEntry {
  readonly id: string;
  readonly category: Category;
  readonly lang: string;
  readonly strength: 'strong' | 'medium' | 'weak' | 'marking' | 'decisive';
  readonly expression: string;
  readonly flags: string;
  /** at least one of these within 60 characters; empty = none needed */
  readonly near: readonly string[];
}
/** A detector written by IT staff in a rule file. */
export interface CustomDetector {
  readonly id: string;
  readonly category: Category;
  readonly score: number;
  readonly words: readonly string[];
  readonly expressions: readonly string[];
  /** 'file:line:column' for messages */
  readonly source: string;
}
/** Everything the detectors are compiled from. */
export interface DetectorData {
  readonly terms: readonly TermEntry[];
  readonly falseFriends: readonly FalseFriend[];
  readonly signals: readonly Signal[];
  readonly patterns: readonly PatternEntry[];
  readonly custom: readonly CustomDetector[];
  readonly givenNames: readonly string[];
  readonly surnames: readonly string[];
  /** base64 HMAC-SHA-256 values of the exact-match register with the key they were made with; null when none is loaded */
  readonly register: { readonly keyBase64: string; readonly hashes: readonly string[] } | null;
  /** null: wording is not judged */
  readonly wording: WordingData | null;
  readonly options: DetectorOptions;
}
/**
 * A linear model of how sensitive matters of a person are put into words, learnt from labelled passages. Weights are signed bytes,
 * base64; a slot is a hash of a feature.
 */
export interface WordingData {
  /** changes when the features change: a model of another version is refused */
  readonly version: number;
  /** log2 of the number of weights that say whether a passage is sensitive */
  readonly bits: number;
  readonly scale: number;
  readonly bias: number;
  readonly weights: string;
  /** what it is about, once it is: one row of weights for each category */
  readonly categories: readonly { readonly name: Category; readonly bias: number; readonly weights: string }[];
  readonly categoryBits: number;
  readonly categoryScale: number;
}
/** Switches of detection from rule files and settings. */
export interface DetectorOptions {
  readonly country: Country;
  /** check digits announced for 2032 in Norway */
  readonly rule2032: 'off' | 'keyword' | 'on';
  /** words in the subject that ask for the secure channel, e.g. '[säkert]' */
  readonly secureWords: readonly string[];
  /** words that rules put before a subject: an inspector says which of them stand there already */
  readonly tags: readonly string[];
  /** identifiers that are never reported (official test numbers), digits only */
  readonly allowedIdentifiers: readonly string[];
  /** 'off': only the lists decide */
  readonly wording: 'on' | 'off';
  /** detectors of extra-worthy data switched on: 'iban', 'vehicle', 'property' … */
  readonly extraWorthy: readonly string[];
}
