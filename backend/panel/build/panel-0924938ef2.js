import{m141_useLoaded as o}from"./panel-35be4f037f.js";export{o as a};
