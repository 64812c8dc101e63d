import { coloursOf, shapesOf } from './glyphs.js';

/** A drawing instead of a photograph: the same for a product wherever it stands, without a request. */
export function Picture({ sku, name }: { sku: string; name: string }) {
  const { hue, saturation, lift } = coloursOf(sku, name);
  const style = { '--hue': String(hue), '--saturation': String(saturation), '--lift': `${lift}%` };
  return (
    <svg class="picture" viewBox="0 0 200 200" style={style} aria-hidden="true">
      <rect class="picture-ground" width="200" height="200" />
      <ellipse class="picture-shadow" cx="100" cy="162" rx="62" ry="8" />
      {shapesOf(sku).map(([tone, path]) => (
        <path key={path} class={`picture-${tone}`} d={path} />
      ))}
    </svg>
  );
}
