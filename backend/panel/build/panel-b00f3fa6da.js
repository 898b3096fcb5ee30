import{m141_useLoaded as o}from"./panel-bbe3b4f1e4.js";export{o as a};
