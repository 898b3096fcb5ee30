import{m141_useLoaded as o}from"./panel-7c6694be5a.js";export{o as a};
