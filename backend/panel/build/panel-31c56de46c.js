import{m141_useLoaded as o}from"./panel-0e935b5370.js";export{o as a};
