/** Layers of a PDF (ISO 32000-1 §8.11): what is switched off is not shown. */
import type { PDFDocumentProxy } from 'pdfjs-dist';

/** Tells of a layer's properties whether it is on. */
export type LayerVisible = (properties: unknown) => boolean;

/** Tells whether marked content belonging to a layer is shown. */
export async function layerVisibility(document: PDFDocumentProxy): Promise<LayerVisible> {
  const config = await document.getOptionalContentConfig({ intent: 'display' });
  return (properties) => {
    try {
      const visible: unknown = config.isVisible(properties);
      return visible !== false;
    } catch (error) {
      // a malformed membership dictionary: shown, as viewers do
      if (error instanceof Error) return true;
      throw error;
    }
  };
}
