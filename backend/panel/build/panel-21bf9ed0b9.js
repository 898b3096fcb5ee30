import{m141_useLoaded as o}from"./panel-83fee7d60a.js";export{o as a};
