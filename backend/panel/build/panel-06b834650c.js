import{m141_useLoaded as o}from"./panel-f045aad12b.js";export{o as a};
