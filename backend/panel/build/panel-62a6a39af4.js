import{m156_useLoaded as o}from"./panel-0fb6090c3f.js";export{o as a};
