import{m148_useLoaded as o}from"./panel-cd2105c93e.js";export{o as a};
