import{m148_useLoaded as o}from"./panel-d8ec9ef0dc.js";export{o as a};
