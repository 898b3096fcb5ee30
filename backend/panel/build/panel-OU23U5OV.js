function e(n){return 4e3-[...n.trim()].length}function o(n){let r=t=>t!=="\0"&&!(t.length===1&&t>="\uD800"&&t<="\uDFFF");return[...n.trim()].filter(r).join("")}export{e as a,o as b};
