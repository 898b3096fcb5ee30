import{m151_useLoaded as o}from"./panel-271fd9fec4.js";export{o as a};
