import{m141_useLoaded as o}from"./panel-2fc07d4b75.js";export{o as a};
