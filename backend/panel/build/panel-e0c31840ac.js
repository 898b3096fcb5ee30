import{m148_useLoaded as o}from"./panel-5f3437e109.js";export{o as a};
