import { pdfOf, textAt } from '/work/main/src/testing/pdf-builder.ts';
import { readDocument } from '/work/main/src/testing/read-document.ts';
import { pdfFormat } from '/work/main/src/extract/pdf/pdf.ts';
const many = Array.from({ length: 10 }, () => Array.from({ length: 4000 }, (_, i) => `0.${i % 9} g ${i % 500} ${i % 700} 20 10 re f`).join("\n"));
const big = pdfOf(many); const ts: number[] = [];
for (let i = 0; i < 14; i++) { const t = process.cpuUsage(); await readDocument(pdfFormat, 'a.pdf', big); const u = process.cpuUsage(t); ts.push(Math.round((u.user + u.system) / 1000)); }
console.log('cpu ms', ts.slice(4).sort((a, b) => a - b).join(' ')); process.exit(0);
