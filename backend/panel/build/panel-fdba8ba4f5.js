import{m141_useLoaded as o}from"./panel-d9009ffe95.js";export{o as a};
