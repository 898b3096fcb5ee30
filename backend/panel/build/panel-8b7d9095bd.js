import{m141_useLoaded as o}from"./panel-eadc74fbe3.js";export{o as a};
