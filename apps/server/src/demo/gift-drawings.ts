/** Simple drawings of the demo's gifts, made here so that nobody's photograph is needed. */
export type GiftDrawing = 'pot' | 'knife' | 'apron' | 'cup' | 'voucher';

const shapes: Record<GiftDrawing, { from: string; to: string; drawing: string }> = {
  pot: {
    from: '#fde8d7',
    to: '#f7b58a',
    drawing: `<ellipse cx="400" cy="330" rx="210" ry="46" fill="#8d99a6"/>
      <path d="M190 330v170c0 70 94 110 210 110s210-40 210-110V330z" fill="#c3ccd5"/>
      <ellipse cx="400" cy="330" rx="184" ry="34" fill="#e9eef2"/>
      <path d="M190 380h-66a26 26 0 0 0 0 52h66M610 380h66a26 26 0 0 1 0 52h-66" fill="none" stroke="#5c6773" stroke-width="26"/>
      <path d="M330 240c-24-34 24-50 0-90M400 240c-24-34 24-50 0-90M470 240c-24-34 24-50 0-90" fill="none" stroke="#fff" stroke-width="14" stroke-linecap="round"/>`,
  },
  knife: {
    from: '#e3eefb',
    to: '#8fb7e6',
    drawing: `<path d="M150 560 520 190c30-30 84-24 104 24L300 560z" fill="#eef2f6"/>
      <path d="M150 560h150l90-96-40-40z" fill="#cfd8e0"/>
      <rect x="96" y="548" width="190" height="64" rx="30" transform="rotate(45 191 580)" fill="#4b3a2f"/>
      <g fill="#c9b79c"><circle cx="150" cy="556" r="9"/><circle cx="190" cy="596" r="9"/><circle cx="226" cy="632" r="9"/></g>`,
  },
  apron: {
    from: '#e4f5ea',
    to: '#8fd1a6',
    drawing: `<path d="M310 170c0 70 180 70 180 0" fill="none" stroke="#2f6f4a" stroke-width="20"/>
      <path d="M300 170h200l20 150 120 50-30 280H190l-30-280 120-50z" fill="#3b8f60"/>
      <rect x="300" y="430" width="200" height="120" rx="16" fill="#2f6f4a"/>
      <path d="M300 470h200" stroke="#8fd1a6" stroke-width="8" stroke-dasharray="14 10"/>`,
  },
  cup: {
    from: '#efe6fb',
    to: '#b79be6',
    drawing: `<rect x="300" y="200" width="200" height="420" rx="36" fill="#6d4fb0"/>
      <rect x="286" y="160" width="228" height="72" rx="24" fill="#4d3685"/>
      <rect x="330" y="120" width="140" height="52" rx="18" fill="#38276a"/>
      <rect x="326" y="300" width="40" height="250" rx="20" fill="#fff" opacity=".25"/>`,
  },
  voucher: {
    from: '#fff2cf',
    to: '#f3c65f',
    drawing: `<path d="M130 270h540v90a44 44 0 0 0 0 88v90H130v-90a44 44 0 0 0 0-88z" fill="#d8452f"/>
      <path d="M300 280v250" stroke="#fff" stroke-width="8" stroke-dasharray="16 14"/>
      <path d="m480 340 20 42 46 6-34 32 8 46-40-22-40 22 8-46-34-32 46-6z" fill="#ffd66b"/>`,
  },
};

/** The drawing as SVG, 800 × 800. */
export function drawGift(name: GiftDrawing): string {
  const { from, to, drawing } = shapes[name];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800" viewBox="0 0 800 800">
    <defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/>
    </linearGradient></defs>
    <rect width="800" height="800" fill="url(#g)"/>${drawing}</svg>`;
}
