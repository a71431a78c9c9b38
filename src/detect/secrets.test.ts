import { expect, it } from 'vitest';
import { findPasswords } from './secrets.ts';

it('no more than twenty passwords of a text are reported, spelt ones included', () => {
  expect(findPasswords('lösenord: a b 1 d e f\n'.repeat(3))).toHaveLength(3);
  expect(findPasswords('lösenord: a b 1 d e f\n'.repeat(5000))).toHaveLength(20);
});

it.each([
  'the number: 1-800-555-0199\nthe passcode: 6871082#\nConference Plus will be hosting this call',
  'Call-in #: 800/555-0199\nPasscode: 4153030',
  'Telefonkonferens: ring 08-123 456 00\nPinkod: 445566#',
  'Telefonmøte torsdag, kode og pin sendes. Passord: 778899',
  'Wifi i biblioteket: nätverk Gäst, lösenord: Sommar2026',
  'Gjestenett: Rådhus, passord: Velkommen2026',
])('a passcode that everybody invited is told is none: %j', (text) => {
  expect(findPasswords(text).filter(({ certain }) => certain)).toEqual([]);
});

it.each([
  'Lösenordet till filen: Sommar2026!',
  'Wifi fungerar inte hemma. Lösenordet till zipfilen: Sommar2026!',
  'konto anna01, lösenord: Sommar2026!',
])('a password of something else stays one: %j', (text) => {
  expect(findPasswords(text).some(({ certain }) => certain)).toBe(true);
});

it.each([
  'Du skal ikke oprettes: brugernavn frivillig3, adgangskode Solsikke-4410. Linket ligger på siden.',
  'VPN is up. Log in as svc_heat with password Kulvert-77-blue and then choose site 4.',
  'adminsida ligger på 192.168.50.1, bruker admin, passord Fjelltopp#2291. Nøkkel i boksen.',
  'De ligger på serveren og åpnes slik:\n\n  bruker  gjest14\n  passord Tindved_48_Regn\n',
  'host  gis-prod\nuser  mapworks_ro\npass  Granit-Tall-9041',
  '10.11.2.31 – bruger admin, kode Havgasse.1412',
  'Logga in på flyttservern med kontot svc-migrering och lösenordet Blåbär!Kvarn77skymning, det är samma i produktion.',
  'Pääset katsomaan: tunnus halli2, salasana Klooripulla9! Älä poista vuoroja.',
])('the password of an account beside its name is one: %j', (text) => {
  expect(findPasswords(text).some(({ certain }) => certain)).toBe(true);
});

it.each([
  'Göte bytte så nu är lösenordet Bokmal-77-Sylt. Det går inte att byta själv.',
  'Adgang med adgangskoden Sommer2027! om aftenen',
])('one that is nothing else follows its word: %j', (text) => {
  expect(findPasswords(text).some(({ certain }) => certain)).toBe(true);
});

it.each([
  'Testfil 3 öppnad. PASS: F007x, PASS: F008x',
  'Boarding pass Berlin-Oslo-2026 ligger i appen, user Anna.',
  'Alle bruker samme passord Sommer2024 og det må ta slutt.',
  'I øvelsesmiljøet logger du inn med bruker kurs07 passord Kurs2026x.',
  'Demo: user demo1, password Demo2026',
  'Skriv ditt brukernavn og passord i feltene under «Logg inn» (BankID1).',
  'Varer uden bruger, kode BRK-2201 i kataloget.',
  'Kontoen er oprettet. Kode 1412 til døren.',
  'Du loggar in med ditt användarnamn och lösenord. Windows11 krävs.',
  'Konto 4410, kode ABC12 ifølge kontoplanen',
])('a word for an account is not enough: %j', (text) => {
  expect(findPasswords(text).filter(({ certain }) => certain)).toEqual([]);
});
