import{m141_useLoaded as o}from"./panel-9697628273.js";export{o as a};
