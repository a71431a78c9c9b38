/** Everyday words that are spelt like a listed one with an ending, or end like one; beside somebody's name they say nothing of them. Texts are invented. */
import { expect, test } from 'vitest';
import { acting } from '../testing/acting.ts';

const PASS: readonly (readonly [word: string, body: string])[] = [
  ['gjelder', 'Vedtaket gjelder Ola Nordmann og Kari Berg. Det gjelder for hele 2026.'],
  ['gældende', 'Mette Krogh siger, at aftalen er gældende for alle.'],
  ['bekrefter', 'Vi bekrefter at Ola Nordmann har fått plass. Kari Nes bekreftet møtet i går.'],
  ['bekræftet', 'Mette Krogh har bekræftet mødet. Det bekræfter Lars Storm.'],
  ['arbeidskrefter', 'Kari Nes leder arbeidskreftene, og lærerkreftene støtter Ola Nes.'],
  ['hovedkræfterne', 'Nanna Duus og Mette Krogh var hovedkræfterne bag musicalen.'],
  ['valde', 'Elevrådet valde Kari Nes som leiar. Ola Nes er vald til nestleiar.'],
  ['voldte', 'Regningen voldte Mette Krogh besvær.'],
  ['hiver', 'Ola Nes hiver sekken over skulderen og går hjem.'],
  ['drog', 'Anna Berg drog igång kursen i går och Kalle Storm drog fram ett bord.'],
  ['migrant', 'Anna Berg föreläser om migranter och migrant rights.'],
  ['doven', 'Mette Krogh siger, at hun er doven i dag.'],
  ['Romania', 'Kari Nes reiser til Romania på onsdag.'],
  ['rust', 'Bilen til Ola Nes har rust.'],
  ['dementi', 'Ordfører Kari Nes kom med et dementi og dementerer saken.'],
  ['moderator', 'Moderator är Anna Berg.'],
  ['bönor', 'Anna Berg odlar bönor.'],
  ['er taget i brug', 'Systemet er taget i brug, siger Mette Krogh. Billedet er taget i 2019 af Lars Storm.'],
  ['är beroende av', 'Projektet är beroende av att Anna Berg lämnar underlag. Kalle Storm är beroende av bussen.'],
  ['Frp er', 'Ordfører Kari Nes sier at Frp er med på forliket, og SV er for. Ola Nes tar referat.'],
  ['maktmisbruk', 'Ola Nes skriver i leserbrevet om maktmisbruk i kommunen.'],
  ['handlingsförlamning', 'Handlingsförlamningen är värst för Anna Berg, som väntar på besked om bygget.'],
  ['greps av', 'Anna Berg greps av stundens allvar när kören sjöng.'],
  ['kommunistlandet', 'Kari Nes holder foredrag om kommunistlandet Albania.'],
];

test.each(PASS)('%s', (_word, body) => {
  expect(acting({ subject: 'Till protokollet', body: `Hej,\n\n${body}\n\nMvh Karin` })).toEqual([]);
});

test.each([
  ['gjeld', 'Ola Nordmann har gjeld til namsmannen og får hjelp av NAV.'],
  ['kreft', 'Kari Nes har fått brystkreft og er sykmeldt.'],
  ['kræft', 'Mette Krogh har kræft i lungen.'],
  ['HIV', 'Ola Nes er smittet med hiv.'],
  ['døv', 'Mette Krogh er døv på begge ører efter meningitis.'],
  ['droger', 'Kalle Storm tar droger och är på avgiftning.'],
  ['Frp-er', 'Ola Nes er Frp-er og medlem av Fremskrittspartiet.'],
] as const)('%s is still found', (_word, body) => {
  expect(acting({ subject: 'Till protokollet', body: `Hej,\n\n${body}\n\nMvh Karin` })).not.toEqual([]);
});
