function o(e,S){let t=new CSSStyleSheet;t.replaceSync(S),e.adoptedStyleSheets=[...e.adoptedStyleSheets,t]}export{o as a};
