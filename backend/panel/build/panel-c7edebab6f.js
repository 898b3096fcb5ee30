import{m151_useLoaded as o}from"./panel-fd1d3fc85b.js";export{o as a};
