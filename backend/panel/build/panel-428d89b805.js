import{m141_useLoaded as o}from"./panel-a6f4ca9cd4.js";export{o as a};
